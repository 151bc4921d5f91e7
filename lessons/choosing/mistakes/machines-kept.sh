aws ecs register-task-definition --family api --network-mode awsvpc --cpu 256 --memory 512 \
    --container-definitions 'name=api,image=public.ecr.aws/docker/library/nginx:1.27'
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs update-service --cluster lab --service api --task-definition api --force-new-deployment \
    --capacity-provider-strategy capacityProvider=FARGATE,weight=1 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
