aws ecs update-service --cluster lab --service campaign --desired-count 0
aws ecs delete-service --cluster lab --service campaign
