aws ecs delete-service --cluster lab --service campaign --force
