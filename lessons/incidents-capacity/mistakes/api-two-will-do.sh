aws ecs update-service --cluster lab --service api --desired-count 2
