# Without web:2, plain web is web:1 again.
aws ecs deregister-task-definition --task-definition web:2
aws ecs update-service --cluster lab --service web --task-definition web
