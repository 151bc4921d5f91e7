aws ecs update-service --cluster lab --service api --task-definition api:1
