aws ecs update-service --cluster lab --service shop --desired-count 20
