# One old task after the other.
FIRST=$(aws ecs list-tasks --cluster lab --service-name search --query 'taskArns[0]' --output text)
SECOND=$(aws ecs list-tasks --cluster lab --service-name search --query 'taskArns[1]' --output text)
THIRD=$(aws ecs list-tasks --cluster lab --service-name search --query 'taskArns[2]' --output text)
FOURTH=$(aws ecs list-tasks --cluster lab --service-name search --query 'taskArns[3]' --output text)
aws ecs stop-task --cluster lab --task $FIRST
sleep 120
aws ecs stop-task --cluster lab --task $SECOND
sleep 120
aws ecs stop-task --cluster lab --task $THIRD
sleep 120
aws ecs stop-task --cluster lab --task $FOURTH
sleep 120
