# Without protection: a machine that must go is drained, and its jobs end first. A name and a warm-up of one's own.
aws autoscaling update-auto-scaling-group --auto-scaling-group-name machines --max-size 4 --no-new-instances-protected-from-scale-in  # free: 4
GROUP=$(aws autoscaling describe-auto-scaling-groups --query 'AutoScalingGroups[0].AutoScalingGroupARN' --output text)
aws ecs create-capacity-provider --name night \
    --auto-scaling-group-provider "autoScalingGroupArn=$GROUP,managedScaling={status=ENABLED,instanceWarmupPeriod=60}"  # free: 60
aws ecs put-cluster-capacity-providers --cluster lab --capacity-providers night \
    --default-capacity-provider-strategy capacityProvider=night,weight=100  # free: 100
