SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
NETWORK="awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
aws ecs update-service --cluster lab --service api --force-new-deployment \
    --capacity-provider-strategy capacityProvider=FARGATE,weight=1
aws ecs run-task --cluster lab --network-configuration $NETWORK --task-definition migrate --launch-type FARGATE
aws ecs run-task --cluster lab --network-configuration $NETWORK --task-definition thumbs --count $THUMBS
