ONE=$(aws ecs list-tasks --cluster lab --service-name gate --query 'taskArns[0]' --output text)
TWO=$(aws ecs list-tasks --cluster lab --service-name gate --query 'taskArns[1]' --output text)
aws ecs stop-task --cluster lab --task $ONE
sleep 180
aws ecs stop-task --cluster lab --task $TWO
sleep 180
