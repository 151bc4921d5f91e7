aws ecs update-service --cluster lab --service gate --force-new-deployment
