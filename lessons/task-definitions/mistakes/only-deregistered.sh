aws ecs deregister-task-definition --task-definition web:2
