aws ecs update-service --cluster lab --service members --task-definition members:2
