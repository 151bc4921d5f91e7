aws ecs delete-service --cluster lab --service report --force
