aws ecs register-task-definition --family export \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
    --container-definitions 'name=export,image=ghcr.io/example/export:1'
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs run-task --cluster lab --launch-type FARGATE --task-definition export \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
