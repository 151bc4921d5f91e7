FIRST=$(aws ecs list-container-instances --cluster lab --filter 'attribute:ecs.instance-type == t3.medium' --query 'containerInstanceArns[0]' --output text)
SECOND=$(aws ecs list-container-instances --cluster lab --filter 'attribute:ecs.instance-type == t3.medium' --query 'containerInstanceArns[1]' --output text)
aws ecs update-container-instances-state --cluster lab --container-instances $FIRST $SECOND --status DRAINING
