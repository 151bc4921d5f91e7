aws ecs register-task-definition --family api --network-mode awsvpc --cpu 512 --memory 1024 \
    --container-definitions 'name=api,image=public.ecr.aws/docker/library/nginx:1.27'
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs update-service --cluster lab --service api --task-definition api --force-new-deployment \
    --capacity-provider-strategy capacityProvider=FARGATE,weight=1 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
aws ecs wait services-stable --cluster lab --services api
aws ec2 terminate-instances --instance-ids $(aws ec2 describe-instances --query 'Reservations[].Instances[].InstanceId' --output text)
