SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs create-service --cluster lab --service-name web --task-definition web --desired-count 6 \
    --capacity-provider-strategy capacityProvider=FARGATE_SPOT,weight=1 capacityProvider=FARGATE,base=$ON_DEMAND,weight=0 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"  # free: 1
