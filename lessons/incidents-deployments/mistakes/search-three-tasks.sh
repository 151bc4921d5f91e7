aws ecs update-service --cluster lab --service search --desired-count 3
