aws ecs delete-service --cluster lab --service thumbs --force
