aws ecs update-service --cluster lab --service orders --task-definition orders:1 --desired-count 0
sleep 120
aws ecs update-service --cluster lab --service orders --desired-count $DESIRED
aws ecs wait services-stable --cluster lab --services orders
