aws ecs update-service --cluster lab --service orders --task-definition orders:1
