aws ecs update-service --cluster lab --service collector --force-new-deployment
