# Another name, and room to spare.
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs register-task-definition --family all-orders --network-mode awsvpc --cpu 2048 --memory 8192 \
    --container-definitions 'name=app,image=ghcr.io/example/export:1'  # free: all-orders 2048 8192 app
aws ecs run-task --cluster lab --launch-type FARGATE --task-definition all-orders --count 1 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"  # free: --count
