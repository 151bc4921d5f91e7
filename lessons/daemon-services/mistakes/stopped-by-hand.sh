FIRST=$(aws ecs list-container-instances --cluster lab --filter 'attribute:ecs.instance-type == t3.medium' --query 'containerInstanceArns[0]' --output text)
SECOND=$(aws ecs list-container-instances --cluster lab --filter 'attribute:ecs.instance-type == t3.medium' --query 'containerInstanceArns[1]' --output text)
aws ecs stop-task --cluster lab --task $(aws ecs list-tasks --cluster lab --container-instance $FIRST --query 'taskArns[0]' --output text)
aws ecs stop-task --cluster lab --task $(aws ecs list-tasks --cluster lab --container-instance $SECOND --query 'taskArns[0]' --output text)
