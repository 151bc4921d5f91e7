aws ecs update-service --cluster lab --service api --force-new-deployment
