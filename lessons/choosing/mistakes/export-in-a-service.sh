aws ecs register-task-definition --family export \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 1024 --memory 4096 \
    --container-definitions 'name=export,image=ghcr.io/example/export:1'
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs create-service --cluster lab --service-name export \
    --launch-type FARGATE --task-definition export --desired-count 1 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
