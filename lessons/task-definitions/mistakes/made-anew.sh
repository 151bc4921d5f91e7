aws ecs deregister-task-definition --task-definition web:2
aws ecs delete-service --cluster lab --service web --force
aws ecs wait services-inactive --cluster lab --services web
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs create-service --cluster lab --service-name web \
    --launch-type FARGATE --task-definition web --desired-count 2 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
aws ecs wait services-stable --cluster lab --services web
