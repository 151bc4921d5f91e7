aws ecs update-service --cluster lab --service collector --desired-count 3
