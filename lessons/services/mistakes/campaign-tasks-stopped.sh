FIRST=$(aws ecs list-tasks --cluster lab --service-name campaign --query 'taskArns[0]' --output text)
SECOND=$(aws ecs list-tasks --cluster lab --service-name campaign --query 'taskArns[1]' --output text)
aws ecs stop-task --cluster lab --task $FIRST
aws ecs stop-task --cluster lab --task $SECOND
