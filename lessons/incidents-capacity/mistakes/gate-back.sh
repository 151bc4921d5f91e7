aws ecs update-service --cluster lab --service gate --task-definition gate:1
