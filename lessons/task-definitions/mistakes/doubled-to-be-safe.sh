aws ecs update-service --cluster lab --service web --desired-count 4
aws ecs wait services-stable --cluster lab --services web
aws ecs update-service --cluster lab --service web --task-definition web:1
aws ecs deregister-task-definition --task-definition web:2
