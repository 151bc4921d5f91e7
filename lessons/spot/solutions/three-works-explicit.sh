# The other way round: ordinary Fargate for those who say nothing, and Spot by name.
aws ecs put-cluster-capacity-providers --cluster lab --capacity-providers FARGATE FARGATE_SPOT \
    --default-capacity-provider-strategy capacityProvider=FARGATE,weight=1  # free: 1
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
NETWORK="awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
aws ecs run-task --cluster lab --network-configuration $NETWORK --task-definition migrate
aws ecs run-task --cluster lab --network-configuration $NETWORK --task-definition thumbs --count $THUMBS \
    --capacity-provider-strategy capacityProvider=FARGATE_SPOT,weight=1  # free: 1
aws ecs update-service --cluster lab --service api --force-new-deployment \
    --capacity-provider-strategy capacityProvider=FARGATE,base=2 capacityProvider=FARGATE_SPOT,weight=1  # free: 1
