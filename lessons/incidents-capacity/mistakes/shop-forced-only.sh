aws ecs update-service --cluster lab --service shop --force-new-deployment
