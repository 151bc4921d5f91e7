NEW=$(aws ecs list-container-instances --cluster lab --filter 'attribute:ecs.instance-type == t3.medium and not(attribute:logs == on)' --query 'containerInstanceArns[0]' --output text)
aws ecs put-attributes --cluster lab --attributes name=logs,value=on,targetId=$NEW
