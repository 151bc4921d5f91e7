aws ecs put-cluster-capacity-providers --cluster lab --capacity-providers FARGATE FARGATE_SPOT \
    --default-capacity-provider-strategy '[]'
aws ecs delete-service --cluster lab --service web --force
aws ecs wait services-inactive --cluster lab --services web
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs create-service --cluster lab --service-name web --task-definition web --desired-count 10 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}" \
    --capacity-provider-strategy capacityProvider=FARGATE,base=2,weight=1 capacityProvider=FARGATE_SPOT,weight=3
