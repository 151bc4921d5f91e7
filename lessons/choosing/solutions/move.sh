aws ecs register-task-definition --family api \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
    --container-definitions 'name=api,image=public.ecr.aws/docker/library/nginx:1.27,portMappings=[{containerPort=80}]'  # free: 80 --requires-compatibilities
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs update-service --cluster lab --service api --task-definition api --force-new-deployment \
    --capacity-provider-strategy capacityProvider=FARGATE,weight=1 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"  # free: 1
aws ecs wait services-stable --cluster lab --services api
FIRST=$(aws ec2 describe-instances --query 'Reservations[0].Instances[0].InstanceId' --output text)
SECOND=$(aws ec2 describe-instances --query 'Reservations[1].Instances[0].InstanceId' --output text)
aws ec2 terminate-instances --instance-ids $FIRST $SECOND
