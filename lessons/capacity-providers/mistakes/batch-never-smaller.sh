aws autoscaling update-auto-scaling-group --auto-scaling-group-name machines --max-size 5
GROUP=$(aws autoscaling describe-auto-scaling-groups --query 'AutoScalingGroups[0].AutoScalingGroupARN' --output text)
aws ecs create-capacity-provider --name machines \
    --auto-scaling-group-provider "autoScalingGroupArn=$GROUP,managedScaling={status=ENABLED}"
aws ecs put-cluster-capacity-providers --cluster lab --capacity-providers machines \
    --default-capacity-provider-strategy capacityProvider=machines,weight=1
