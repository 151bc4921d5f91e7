aws ecs update-service --cluster lab --service web --desired-count 1
sleep 60
