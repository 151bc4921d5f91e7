aws ecs update-service --cluster lab --service web --task-definition web:1
aws ecs wait services-stable --cluster lab --services web
