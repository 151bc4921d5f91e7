aws ecs update-service --cluster lab --service web --desired-count 0
sleep 120
aws ecs update-service --cluster lab --service web --desired-count 6
aws ecs wait services-stable --cluster lab --services web
