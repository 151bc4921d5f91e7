aws ecs update-service --cluster lab --service shop --task-definition shop:1
