aws ecs register-task-definition --family export \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 1024 --memory 4096 \
    --container-definitions 'name=export,image=ghcr.io/example/export:1'  # free: 1024 export --requires-compatibilities
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs run-task --cluster lab --launch-type FARGATE --task-definition export \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
