aws ecs update-service --cluster lab --service orders --force-new-deployment
