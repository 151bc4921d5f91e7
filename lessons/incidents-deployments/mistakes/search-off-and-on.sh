aws ecs update-service --cluster lab --service search --desired-count 0
sleep 60
aws ecs update-service --cluster lab --service search --desired-count 4
aws ecs wait services-stable --cluster lab --services search
