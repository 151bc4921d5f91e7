aws ecs update-service --cluster lab --service campaign --desired-count 0
