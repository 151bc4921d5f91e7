aws ecs update-service --cluster lab --service web --task-definition web:1
aws ecs deregister-task-definition --task-definition web:2
