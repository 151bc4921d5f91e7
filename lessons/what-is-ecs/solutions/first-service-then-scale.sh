# Start with one task, look, then ask for two.
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs create-service --cluster lab --service-name web \
    --launch-type FARGATE --task-definition web --desired-count 1 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"  # free: 1
aws ecs wait services-stable --cluster lab --services web
aws ecs update-service --cluster lab --service web --desired-count 2
