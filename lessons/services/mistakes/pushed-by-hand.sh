# Make room by hand, one old task after the other.
FIRST=$(aws ecs list-tasks --cluster lab --service-name web --query 'taskArns[0]' --output text)
SECOND=$(aws ecs list-tasks --cluster lab --service-name web --query 'taskArns[1]' --output text)
aws ecs stop-task --cluster lab --task $FIRST
sleep 90
aws ecs stop-task --cluster lab --task $SECOND
