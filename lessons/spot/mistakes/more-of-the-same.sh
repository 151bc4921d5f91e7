aws ecs update-service --cluster lab --service web --desired-count 12
