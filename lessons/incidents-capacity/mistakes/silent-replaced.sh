NEW=$(aws ecs list-container-instances --cluster lab --filter 'attribute:ecs.instance-type == t3.medium and not(attribute:logs == on)' --query 'containerInstanceArns[0]' --output text)
MACHINE=$(aws ecs describe-container-instances --cluster lab --container-instances $NEW --query 'containerInstances[0].ec2InstanceId' --output text)
aws autoscaling terminate-instance-in-auto-scaling-group --instance-id $MACHINE --no-should-decrement-desired-capacity
sleep 300
